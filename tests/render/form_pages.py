"""Forms on a page of their own, as the folder of pages shows them, and somebody who fills one in."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from svc.render.site.forms import FormPart

# What a thumb does: answers are written and ticked, the button is pressed, the text is read off.
_FILL = """
var told = %s, form = document.getElementById("svc-form"), out = document.createElement("pre");
function put(name, value) {
  var field = form.elements[name];
  if (!field) { return; }
  if (field.type === "checkbox") { field.checked = true; } else { field.value = value; }
  field.dispatchEvent(new Event("input", {bubbles: true}));
}
Object.keys(told).forEach(function (name) { put(name, told[name]); });
form.querySelector("button[type=submit]").click();
var first = document.getElementById("svc-text").value, Then = Date;
Date = function (y, m, d, h, n) {  // years later it is the same text
  return arguments.length ? new Then(y, m, d, h, n) : new Then(2098, 0, 1, 8, 0);
};
form.querySelector("button[type=submit]").click();
if (document.getElementById("svc-text").value !== first) { throw new Error("another text"); }
out.id = "read";
out.textContent = document.getElementById("svc-text").value + "\\u0000" +
  document.getElementById("svc-said").textContent + "\\u0000" + document.documentElement.scrollWidth;
document.body.appendChild(out);
"""


def page_of(form: FormPart, *, more: str = "") -> str:
    """A page with the form alone; a browser runs its script and, where given, one more."""
    digests = " ".join(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
        for script in (form.script, more)
        if script
    )
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv='
        "\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src {digests}; base-uri 'none'; form-action 'none'\"><meta name=\"viewport\" "
        'content="width=device-width, initial-scale=1"><title>表单</title></head>'
        f"<body>{form.html}<script>{form.script}</script>"
        + (f"<script>{more}</script>" if more else "")
        + "</body></html>"
    )


def filled_in(form: FormPart, told: dict[str, str], folder: Path) -> tuple[str, str, int]:
    """What a phone's browser makes of these answers: the text, what the page says, how wide it
    is. Skips where there is no Chromium.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    page = folder / "form.html"
    page.write_text(page_of(form, more=_FILL % json.dumps(told)), encoding="utf-8")
    ended = subprocess.run(
        [
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions"),
            *(f"--user-data-dir={folder / 'browser'}", "--window-size=500,844", "--dump-dom"),
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        env={"TZ": "Asia/Shanghai", "HOME": str(folder), "PATH": "/usr/bin:/bin"},
        timeout=120,
        check=True,
    )
    found = re.search(r'<pre id="read">(.*?)</pre>', ended.stdout, re.DOTALL)
    assert found is not None, ended.stdout[-2000:]
    text, said, width = re.split("\u0000|\ufffd|&#0;", html.unescape(found[1]))
    return text, said, int(width)
