"""Titles that a scenario may have and a figure must survive."""

HOSTILE = (
    "$\\foo$ and $5bn to $9bn",
    "<script>alert(1)</script> & <b>bold</b>",
    '=HYPERLINK("http://example.org","click")',
    "[/red] [link=x]y[/link] {braces} %s \\n",
    "مهمة الطمأنينة \u202eevil\u202c שלום",
    "word " * 60,
    "unbroken" * 40,
    "A\u0301\u0302\u0303\u0304\u0305 \U0001f600 \u0000\u001b[31m red",
    "_starts with a line below",
)
