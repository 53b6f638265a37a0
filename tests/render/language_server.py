"""yaml-language-server as an editor drives it: started once, asked over its standard input and
output.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from threading import Thread
from typing import Any

VERSION = "1.25.0"


class LanguageServer:
    """One server for one folder, with the settings that VS Code would hand to it; texts are opened
    as if typed.
    """

    def __init__(self, command: list[str], folder: Path, settings: dict[str, Any]) -> None:
        self._folder = folder
        self._settings = settings
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder
        )
        self._asked = 0
        self._stop = Thread(target=self._give_up, daemon=True)
        self._stop.start()
        root = folder.as_uri()
        self._ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root,
                "workspaceFolders": [{"uri": root, "name": "ledger"}],
                "capabilities": {"workspace": {"configuration": True}},
            },
        )
        self._tell("initialized", {})

    def diagnostics(self, texts: dict[str, str]) -> dict[str, list[tuple[int, str]]]:
        """What the editor would underline in each text, by its name: line from 1, and what it
        says.
        """
        waited = {self._open(name, text): name for name, text in texts.items()}
        found: dict[str, list[tuple[int, str]]] = {}
        while waited:
            message = self._next()
            name = waited.pop(message.get("params", {}).get("uri"), "")
            if message.get("method") == "textDocument/publishDiagnostics" and name:
                faults = message["params"]["diagnostics"]
                found[name] = [
                    (each["range"]["start"]["line"] + 1, str(each["message"])) for each in faults
                ]
        return found

    def hover(self, name: str, text: str, line: int, column: int) -> str:
        """What the editor shows when the mouse rests on a place of a text that was opened; line
        from 1.
        """
        answer = self._ask(
            "textDocument/hover",
            {
                "textDocument": {"uri": (self._folder / name).as_uri()},
                "position": {"line": line - 1, "character": column},
            },
        )
        return str(answer["contents"]["value"]) if answer else ""

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _give_up(self) -> None:
        """A server that says nothing more ends the test instead of holding it up."""
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _open(self, name: str, text: str) -> str:
        uri = (self._folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, params: dict[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        """The next message that is for us; what the server asks of an editor is answered."""
        while True:
            message = self._read()
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": self._answer(message)})
            else:
                return message

    def _answer(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self._section(item.get("section", "")) for item in message["params"]["items"]]

    def _section(self, section: str) -> Any:
        """The settings below `yaml.`: VS Code hands them out as a tree."""
        if section != "yaml":
            return {}
        below = {name.removeprefix("yaml."): value for name, value in self._settings.items()}
        return {"validate": True, "hover": True, "schemaStore": {"enable": False}, **below}

    def _read(self) -> dict[str, Any]:
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while (line := stream.readline().strip()) or not length:
            assert line or self._process.poll() is None, "the language server has ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(stream.read(length))
        return message
