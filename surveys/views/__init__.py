"""Pages of the survey: the citizen's form, the published index, the staff's index."""
