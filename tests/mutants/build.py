"""A copy of the sources with all mutants in it, and one build of it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from weave import PARSER, File

CRATES = {"wavecast-wire": "shared/wire", "wavecast-domain": "shared/domain"}
PIECE = re.compile(rb"/\*<([\d,]+)\*/|/\*>\*/")
HERE = Path(__file__).parent


def innermost(node, kind, place):
    """The smallest node of a kind around a byte."""
    found = node if node.type == kind else None
    for child in node.children:
        if child.start_byte <= place < child.end_byte:
            return innermost(child, kind, place) or found
    return found


class Tree:
    """The copy below `target/mutants`, built apart from everything else."""

    def __init__(self, top, cargo):
        self.top, self.cargo = top, cargo
        self.place = top / "target/mutants/tree"
        self.env = {
            **os.environ,
            "CARGO_TARGET_DIR": str(top / "target/mutants/build"),
            "CARGO_PROFILE_DEV_DEBUG": "0",
            "CARGO_PROFILE_DEV_OPT_LEVEL": "1",
            "CARGO_TERM_COLOR": "never",
        }

    def copy(self):
        """What git knows, and what it would if it were told; nothing that was woven before."""
        shutil.rmtree(self.place, ignore_errors=True)
        listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        names = subprocess.run(listed, cwd=self.top, check=True, capture_output=True).stdout
        for name in filter(None, names.decode().split("\0")):
            source, copy = self.top / name, self.place / name
            if source.is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copy)

    def mutants(self, *options):
        """What cargo-mutants would try, numbered from 1."""
        packages = [word for crate in CRATES for word in ("-p", crate)]
        command = [self.cargo, "mutants", "--list", "--json", *packages, *options]
        listed = subprocess.run(command, cwd=self.top, check=True, capture_output=True)
        mutants = json.loads(listed.stdout)
        return [{**mutant, "number": number} for number, mutant in enumerate(mutants, 1)]

    def weave(self, mutants):
        """Weaves in what can be. Returns the numbers of what was, and of what can't compile.

        What is in neither is to be tried alone: it stands beyond the weaver's reach, or only the
        weaving of it does not compile.
        """
        # A function that returns "some iterator" returns one kind of it, here and in the original.
        iterators = {m["number"] for m in mutants if m["replacement"].startswith("::std::iter::")}
        apart = set(iterators)
        while True:
            woven = self.write(mutants, apart)
            refused = self.check(mutants)
            if not refused:
                values = {m["number"] for m in mutants if m["genre"] == "FnValue"}
                return woven, (apart & values) - iterators
            apart |= refused

    def write(self, mutants, apart):
        woven, files = set(), {}
        for mutant in mutants:
            files.setdefault(mutant["file"], []).append(mutant)
        for name, of_file in files.items():
            file = File((self.top / name).read_bytes(), [m for m in of_file if m["number"] not in apart])
            (self.place / name).write_bytes(file.woven())
            woven |= file.placed
        for folder in CRATES.values():
            shutil.copy(HERE / "switch.rs", self.place / folder / "src/switch__.rs")
            root = self.place / folder / "src/lib.rs"
            text = root.read_text()
            if "switch__;" not in text:
                root.write_text(re.sub(r"(?m)^((pub )?mod )", r"mod switch__;\n\1", text, count=1))
        return woven

    def check(self, mutants):
        """The mutants whose piece the compiler finds fault with."""
        packages = [word for crate in CRATES for word in ("-p", crate)]
        command = [self.cargo, "check", "--locked", "--quiet", "--message-format", "json", *packages]
        checked = subprocess.run(command, cwd=self.place, env=self.env, capture_output=True)
        refused, others = set(), []
        for line in checked.stdout.splitlines():
            message = json.loads(line).get("message", {})
            if message.get("level") != "error" or not message["spans"]:
                continue
            spans = sorted(message["spans"], key=lambda span: not span["is_primary"])
            found = next(filter(None, map(self.numbers, spans)), None)
            if not found and (message.get("code") or {}).get("code") == "E0004":
                found = self.arms(spans[0], mutants)
            refused |= found or set()
            if not found:
                others.append(message["rendered"])
        if checked.returncode != 0 and not refused:
            raise SystemExit("\n".join(others) or checked.stderr.decode())
        return refused

    def arms(self, span, mutants):
        """Arms that can be deleted one at a time, but leave too little where all may be."""
        source = (self.place / span["file_name"]).read_bytes()
        match = innermost(PARSER.parse(source).root_node, "match_expression", span["byte_start"])
        pieces = PIECE.finditer(match.text)
        within = {int(n) for piece in pieces if piece.group(1) for n in piece.group(1).split(b",")}
        return {m["number"] for m in mutants if m["genre"] == "MatchArm" and m["number"] in within}

    def numbers(self, span):
        """The mutants of the smallest piece around a place."""
        path = self.place / span["file_name"]
        if not path.is_file():
            return None
        opened, smallest = [], None
        for piece in PIECE.finditer(path.read_bytes()):
            if piece.group(1):
                opened.append((piece.start(), piece.group(1)))
                continue
            start, numbers = opened.pop()
            around = start <= span["byte_start"] and piece.end() >= span["byte_end"]
            if around and (smallest is None or start > smallest[0]):
                smallest = (start, numbers)
        return smallest and {int(number) for number in smallest[1].split(b",")}

    def tests(self, crate):
        """The test programs of a crate."""
        command = [self.cargo, "test", "--locked", "--quiet", "--no-run", "-p", crate]
        command += ["--lib", "--test", "it", "--message-format", "json"]
        built = subprocess.run(command, cwd=self.place, env=self.env, check=True, stdout=subprocess.PIPE)
        messages = map(json.loads, built.stdout.splitlines())
        return [message["executable"] for message in messages if message.get("executable")]
