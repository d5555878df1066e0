"""Example data: five offices, invented people, two weeks of matters; everything is "contoh"."""
