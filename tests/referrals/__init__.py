"""Tests of advice and the directory."""
