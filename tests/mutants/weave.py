"""Weaves every mutant of a file into it, each behind a switch that a process sets for itself.

cargo-mutants says what to change and where; here the change is written beside the original, so that
one build holds them all: `a < b` becomes `if acts(7) { a <= b } else { a < b }`. Each piece that was
woven in stands between `/*<numbers*/` and `/*>*/`, by which the compiler's errors find its mutants.
"""

import tree_sitter
import tree_sitter_rust

PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))
COMPARISONS = {"==", "!=", "<", ">", "<=", ">="}
# What is computed before the program runs can't ask a switch.
BEFOREHAND = {"const_item", "static_item", "attribute_item"}


def acts(mutant):
    return f"crate::switch__::acts({mutant['number']})"


class File:
    """One source file and its mutants; `placed` are the numbers of those that were woven in."""

    def __init__(self, source, mutants):
        self.source = source
        self.lines = source.split(b"\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.at, self.functions, self.placed = {}, {}, set()
        for mutant in mutants:
            span = (self.offset(mutant["span"]["start"]), self.offset(mutant["span"]["end"]))
            if mutant["genre"] == "FnValue":
                end = self.offset(mutant["function"]["span"]["end"])
                self.functions.setdefault(end, []).append(mutant)
            else:
                self.at.setdefault((mutant["genre"], *span), []).append(mutant)

    def offset(self, place):
        """cargo-mutants counts lines and characters from 1; the tree counts bytes from 0."""
        line = place["line"] - 1
        return self.starts[line] + len(self.lines[line].decode()[: place["column"] - 1].encode())

    def woven(self):
        root = PARSER.parse(self.source).root_node
        return self.source[: root.start_byte] + self.emit(root) + self.source[root.end_byte :]

    def take(self, genre, node):
        return self.at.get((genre, node.start_byte, node.end_byte), [])

    def around(self, mutants, text):
        self.placed.update(mutant["number"] for mutant in mutants)
        numbers = ",".join(str(mutant["number"]) for mutant in mutants)
        return f"/*<{numbers}*/{text}/*>*/".encode()

    def emit(self, node):
        """The text of a node with its mutants, and those of all within it."""
        if node.type in BEFOREHAND:
            return self.source[node.start_byte : node.end_byte]
        weave = getattr(self, node.type, None)
        return (weave and weave(node)) or self.children(node, {})

    def children(self, node, replaced):
        out, place = b"", node.start_byte
        for child in node.children:
            new = replaced[child.id] if child.id in replaced else self.emit(child)
            out += self.source[place : child.start_byte] + new
            place = child.end_byte
        return out + self.source[place : node.end_byte]

    def operands(self, node):
        names = ("left", "operator", "right")
        left, operator, right = (node.child_by_field_name(name) for name in names)
        mutants = self.take("BinaryOperator", operator)
        return mutants, left, operator.text.decode(), right

    def binary_expression(self, node):
        mutants, left, operator, right = self.operands(node)
        if not mutants:
            return None
        left, right = self.emit(left).decode(), self.emit(right).decode()
        if operator in ("&&", "||"):
            # `a && b` is "b if a, else a"; `a || b` is the other way round, and its mutant too.
            (other,) = mutants
            same = "!=" if operator == "&&" else "=="
            text = f"if l__ {same} {acts(other)} {{ {right} }} else {{ l__ }}"
            return self.around(mutants, f"(match ({left}) {{ l__ => {text} }})")
        # A comparison takes its operands by reference, as the operator itself does.
        by = "&" if operator in COMPARISONS else ""
        cases = "".join(f"if {acts(m)} {{ l__ {m['replacement']} r__ }} else " for m in mutants)
        text = f"(match ({by}({left}), {by}({right})) {{ (l__, r__) => {cases}{{ l__ {operator} r__ }} }})"
        return self.around(mutants, text)

    def compound_assignment_expr(self, node):
        mutants, left, operator, right = self.operands(node)
        if not mutants:
            return None
        left, right = self.emit(left).decode(), self.emit(right).decode()
        cases = "".join(f"if {acts(m)} {{ {left} {m['replacement']} {right} }} else " for m in mutants)
        return self.around(mutants, f"{{ {cases}{{ {left} {operator} {right} }} }}")

    def unary_expression(self, node):
        mutants = self.take("UnaryOperator", node.children[0])
        if not mutants:
            return None
        operand = self.emit(node.children[-1]).decode()
        if node.children[0].text == b"!":
            return self.around(mutants, f"({acts(mutants[0])} ^ !({operand}))")
        return self.around(mutants, f"(if {acts(mutants[0])} {{ {operand} }} else {{ -({operand}) }})")

    def match_arm(self, node):
        """An arm that is deleted, or whose guard is changed, gets a guard that knows."""
        pattern = node.child_by_field_name("pattern")
        guard = pattern.child_by_field_name("condition")
        deleted = [
            mutant
            for (genre, start, end), mutants in self.at.items()
            if genre == "MatchArm" and start == node.start_byte and end - node.end_byte in (0, 1)
            for mutant in mutants
        ]
        guarded = self.take("MatchArmGuard", guard) if guard else []
        if not deleted and not guarded:
            return None
        parts = [f"!{acts(m)}" for m in deleted + [m for m in guarded if m["replacement"] == "false"]]
        bare = self.source[pattern.start_byte : (guard or pattern).start_byte if guard else pattern.end_byte]
        if guard:
            always = "".join(f"{acts(m)} || " for m in guarded if m["replacement"] == "true")
            parts.append(f"({always}({self.emit(guard).decode()}))")
            bare = bare.rstrip().removesuffix(b"if")
        new = bare + b" if " + self.around(deleted + guarded, " && ".join(parts))
        return self.children(node, {pattern.id: new})

    def function_item(self, node):
        body = node.child_by_field_name("body")
        if body is None:
            return None
        begin = b""
        for mutant in self.functions.get(node.end_byte, []):
            begin += self.around([mutant], f" if {acts(mutant)} {{ return {mutant['replacement']}; }} ")
        new = b"{" + begin + self.emit(body)[1:]
        if b"crate::switch__" not in new:
            return None
        replaced = {body.id: new}
        for child in node.children:
            if child.type == "function_modifiers":
                replaced[child.id] = child.text.replace(b"const", b"")
        return self.children(node, replaced)
