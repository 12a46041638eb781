"""Moved: assistant.service."""

from assistant.service import Assistant as Assistant
