"""Reads each request's body, within limits of size and time, before a thread works on it.

granian hands a request over when its headers are there. A thread that waited for the body would
wait as long as the sender likes, and eight such senders would take all threads
(docs/decisions/0034). So this reads bodies side by side without a thread; Django gets complete
bodies, or the reason why one was refused.
"""
