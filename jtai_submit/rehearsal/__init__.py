"""The whole way on made-up documents: a sample area, a portal of our own, and an inspector who
opens what arrived.
"""
