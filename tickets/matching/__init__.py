"""What a text is found by and why it was found: the same words for index, question and page. Pure."""
