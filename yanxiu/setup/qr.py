"""QR codes as images a page may show under its strict policy."""

import segno


def qr_image(text: str, border: int = 2) -> str:
    """A data: address of a QR code as SVG, sharp on paper; error level M, `border` modules of white around it."""
    return str(
        segno.make(text, error="m", micro=False).svg_data_uri(
            border=border, svgclass=None, lineclass=None, light="#fff"
        )
    )
