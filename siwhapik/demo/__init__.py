"""Example data: seven offices, invented people, two weeks of matters; everything is "contoh"."""
