"""From stored bytes to worked messages.

receive     events -> Message rows, one per (channel, external_id)
identities  who wrote: citizens by what WhatsApp calls them, never by number alone
merging     two citizens turn out to be one
converse    one conversation's unworked messages -> ticket and answer
"""
