"""Door 2: what officers do in the browser; a file per page or verb."""
