"""What wrk tells is read, and a measurement that is none is no reading."""

import shutil

import pytest

from tracker.benchmark import wrk
from tracker.benchmark.wrk import Failed

TOLD = """Running 3s test @ http://127.0.0.1:1
  1 threads and 4 connections
RESULT {"requests": 600, "duration": 3000000, "bytes": 1200600, "median": 18500.0, "p99": 41250.4, "errors": %d}
"""


def test_requests_times_and_bytes_are_read():
    assert wrk.read(TOLD % 0, "a page") == wrk.Load(600, 200.0, 18.5, 41.25, 2001)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (TOLD % 2, "2 errors in 600 requests of a page"),
        ("unable to connect", "wrk told nothing of a page"),
        ((TOLD % 0).replace("600,", "0,", 1), "0 requests of a page"),
    ],
)
def test_errors_and_silence_are_no_reading(told, said):
    with pytest.raises(Failed, match=said):
        wrk.read(told, "a page")


def test_without_wrk_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Failed, match="apt-get install wrk"):
        wrk.load("http://127.0.0.1:1", ["/"], seconds=1)


def test_paths_and_headers_are_handed_over_as_lua_reads_them(monkeypatch, tmp_path):
    fake = tmp_path / "wrk"
    fake.write_text(f"#!/bin/sh\nfor word; do case $word in *.lua) cp $word {tmp_path}/load.lua;; esac; done\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(Failed):
        wrk.load("http://127.0.0.1:1", ["/?q=a", "/b"], seconds=1, headers={"If-None-Match": 'W/"x"'})
    script = (tmp_path / "load.lua").read_text()
    assert 'local paths = {"/?q=a", "/b"}' in script
    assert 'local headers = {["If-None-Match"] = "W/\\"x\\""}' in script
