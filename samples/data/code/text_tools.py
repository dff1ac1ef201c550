"""Small helpers for text."""
import re
import unicodedata
from collections import Counter


def word_frequencies(text):
    """Count how often each word occurs in a text, most frequent first."""
    return Counter(re.findall(r"\w+", text.lower())).most_common()


def remove_accents(text):
    """Remove accents and other marks from letters."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn")


def slugify(title):
    """Turn a title into a name for a web address: lower case, hyphens between words."""
    return re.sub(r"[^a-z0-9]+", "-", remove_accents(title).lower()).strip("-")


def wrap_lines(text, width):
    """Break a paragraph into lines of at most width characters, at spaces."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return lines + [line] if line else lines


def edit_distance(a, b):
    """Levenshtein distance: how many characters to insert, delete or replace."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def is_palindrome(text):
    """Tell whether a text reads the same backwards, ignoring case and punctuation."""
    letters = [c for c in text.lower() if c.isalnum()]
    return letters == letters[::-1]


def parse_key_values(lines):
    """Parse lines such as name=value into a dictionary; lines with # are comments."""
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip() for key, value in pairs}
