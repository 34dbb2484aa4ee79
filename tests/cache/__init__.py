"""Tests of the memory of builds."""
