"""The ways to a citizen: each package here speaks the protocol of one kind of channel."""
