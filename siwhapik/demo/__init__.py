"""Example data: seven offices and one above them, invented people, two weeks of matters; everything is "contoh"."""
