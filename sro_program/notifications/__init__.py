"""The outbox, mail and the in-app list: the only code that sends."""
