"""Names that the seed writes and the tests read, without loading Django."""

NUMBER = "100000000000001"
USERNAME, PASSWORD = "petugas", "rahasia-contoh"
SUPERVISOR = "penyelia"
