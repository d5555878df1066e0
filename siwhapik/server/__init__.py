"""The server's side of a request: read whole, within its size and time, before a thread works on it.

granian hands a request over when its headers are there. Whoever then waited for the body in a
thread would wait as long as the sender likes, and eight such senders would be all threads
(docs/decisions/0034). So bodies are read here, beside each other and without a thread; Django gets
what is complete, or is told why it was refused.
"""
