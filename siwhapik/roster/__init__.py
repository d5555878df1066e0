"""/piket/: who works when, who is away, and whose tickets must go to somebody else."""
