"""The moves of the policy's table, a file for each family."""
