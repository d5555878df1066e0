"""Whatever citizens, officers and the clock do, in any order: the steps, the town that plays them, and
what holds after each.
"""
