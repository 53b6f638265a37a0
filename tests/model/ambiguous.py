"""Texts that some YAML reader takes for something else when they are not written with care."""

AMBIGUOUS = [
    # nothing, true/false, in all the ways of YAML 1.1
    "", "~", "null", "Null", "NULL", "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON",
    "off", "Off", "OFF", "true", "True", "TRUE", "false", "False", "FALSE", "none", "None", "nil", "undefined", "NaN",
    # numbers
    "0", "-0", "+0", "00", "01", "08", "09", "010", "0777", "0o17", "0O17", "0x1F", "0xdeadbeef", "0X1f", "0b101", "1_000",
    "_1", "1_", "-1", "+1", "1.", ".5", "-.5", "1.0", "1.10", "1e3", "1E3", "1e+3", "1.5e-7", "686e444", "123e4567", ".inf",
    "-.inf", "+.INF", ".nan", ".NaN", "inf", "infinity", "1,000", "12.50", "-5.00", "9007199254740993", "1" * 400,
    "02112345678", "013800138000", "+8613800138000", "13800138000", "0755-26888888", "400-800-1234", "0021", "１２３",
    # times and days
    "12:30", "24:00", "1:20", "190:20:30", "09:12:00", "2026-11-21", "2026-1-1", "2026-11-21T09:12:00+08:00",
    "2026-11-21 09:12:00", "2026-11-21t09:12:00Z", "2026-11", "20261121", "2026-02-30", "-12:30", "+12:30:45.5",
    # what YAML gives a meaning to
    "-", "--", "---", "--- a", "...", "... b", "- a", "-a", "- ", "?", "? a", "?a", ":", ": a", ":a", "a:", "a: b", "a :b",
    "a: b: c", "#", "# a", "a # b", "a#b", " # a", "&a", "&a b", "*a", "* a", "!a", "!!str a", "!<tag> a", "! a", "|", "|-",
    "| a", ">", ">-", "> a", "%", "%YAML 1.1", "%TAG ! x", "@a", "`a`", "<<", "<<: *a", "=", "{", "}", "{a: b}", "{}", "[",
    "]", "[a, b]", "[]", ",", ", a", "a, b", "a]", "a}", "<<<<<<< HEAD", "=======", ">>>>>>> main", "key: [", "'", "''",
    "'a'", "'a", "a'", "it's", '"', '""', '"a"', '"a', 'a"', "\\", "\\\\", "\\n", "a\\", "\\x41", "\\u0041", '\\"', "\\ ",
    "C:\\new\\table", "{{ a }}", "{% a %}", "${HOME}", "$(id)", "`id`", "<b>a</b>", "&amp;", "a\\\nb",
    # blanks and lines
    " ", "  ", " a", "a ", " a ", "a  b", "\t", "\ta", "a\t", "a\tb", "\t\t", "\n", "\n\n", "a\n", "a\n\n", "a\n\n\n", "\na",
    "\n\na", "a\nb", "a\nb\n", "a\n\nb", "a\n\n\nb\n", "a\n b", "a\n  b\n", " a\nb", "a \nb", "a\nb ", "a\n \nb", "a\n\tb",
    "\ta\nb", "a\n\t\nb", "a\nb\n ", "# a\nb", "a\n# b", "a\n#b\n", "- a\n- b", "a: b\nc: d\n", "---\na", "a\n---\nb\n",
    "...\na", "a\n...\n", "%YAML 1.1\n---", "a\n%b", "|\na", "\"a\"\n'b'\n", "a\\\nb\\n", "{\n}", "[\n]", "a\r\nb", "a\rb",
    "\r", "\r\n", "a\r", "? a\n: b", "!!x\n&a\n*b", "\u3000全角\n\u3000缩进", "一\n二\n三\n", "key: |\n  a\n", "log:\n  - seq: 1\n",
    # characters nobody sees, or that are line breaks for some
    "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b[31m", "\x1f", "\x7f", "\x80", "\x85", "a\x85b", "\x9b", "\xa0", "a\xa0b", "\xa0a",
    "\xad", "\u034f", "\u061c", "\u200b", "\u200d", "\u200e", "\u200f", "\u2028", "a\u2028b", "\u2029", "a\u2029b", "\u202a",
    "\u202e", "\u2060", "\u2066", "\u2069", "\u206f", "\u3000", "\u3000a", "\u3164", "\ufeff", "\ufeffa", "a\ufeffb", "\ufff9",
    "\ufffd", "\ufffe", "\uffff", "\ufdd0", "\ue000", "\uf8ff", "\U000e0001", "\U000e0041", "\U0001d173", "\U0001fffe",
    "\U000f0000", "\U0010ffff", "a\nb\x85c", "a\n\u2028b\n", "a\n\ufeffb",
    # scripts
    "深圳", "堃垚", "𠮷野家", "𬭚", "é", "e\u0301", "n\u0303o", "ﷺ", "العربية", "עברית", "ไทย", "हिन्दी", "한국어", "Ω≈ç√∫", "😀",
    "👩\u200d🔧", "🇨🇳", "❤\ufe0f", "👍🏽", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A", "，。；：？！", "“”‘’", "《》【】", "＃＊＆", "①②", "½", "℃", "㎡", "‱", "ｶﾅ", "ǅ", "ß", "İ",
    # texts that have made trouble elsewhere
    "1/0", "../../etc/passwd", "nul", "CON", "--help", "-rf", "; DROP TABLE tickets", "' OR 1=1 --", "=1+1", "+1+1", "@SUM(1)",
    "<script>alert(1)</script>", "javascript:alert(1)", "%s%n", "%00", "\\0", "http://a:b@c/?d=e#f", "a@b.cn", "x" * 2000,
    "长" * 1500, "a " * 700 + "b", "SZ-2611-A0042", "office@2026-11", "SZ@3", "P-100", "null\n", "no\n", "12:30\n", "- \n", ": \n",
]  # fmt: skip
