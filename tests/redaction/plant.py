"""PDFs with one marker planted in one place. Nothing here knows how it is removed."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from tests.make import pdf

MARKER = "Orla Quenby-4f2a91"
VECTORS: dict[str, Callable[[pikepdf.Pdf], Any]] = {}


def vector(function: Callable[[pikepdf.Pdf], Any]) -> Callable[[pikepdf.Pdf], Any]:
    VECTORS[function.__name__] = function
    return function


def planted(name: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf("Visible words", pages=2))) as document:
        changed = VECTORS[name](document)
        out = io.BytesIO()
        document.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            static_id=True,
        )
    data = out.getvalue()
    return changed(data) if callable(changed) else data


def picture(**extra: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", **extra)
    return out.getvalue()


def exif() -> bytes:
    data = Image.Exif()
    data[0x013B] = MARKER
    return data.tobytes()


def xmp() -> bytes:
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{MARKER}</dc:creator></rdf:Description>
    </rdf:RDF></x:xmpmeta>""".encode()


def draw(document: pikepdf.Pdf, image: Stream) -> None:
    page = document.pages[0]
    page.Resources.XObject = Dictionary(Im0=image)
    page.contents_add(b"q 40 0 0 30 300 300 cm /Im0 Do Q")


def jpeg(document: pikepdf.Pdf, data: bytes, filters: Any = Name.DCTDecode, **keys: Any) -> None:
    draw(
        document,
        Stream(
            document,
            data,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=40,
            Height=30,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=filters,
            **keys,
        ),
    )


@vector
def properties(d: pikepdf.Pdf) -> None:
    d.docinfo["/Author"] = MARKER


@vector
def properties_in_utf16(d: pikepdf.Pdf) -> None:
    d.docinfo["/Custom"] = MARKER + " é ☃"


@vector
def xmp_of_the_document(d: pikepdf.Pdf) -> None:
    d.Root.Metadata = Stream(d, xmp(), Type=Name.Metadata, Subtype=Name.XML)


@vector
def xmp_of_a_page(d: pikepdf.Pdf) -> None:
    d.pages[0].Metadata = Stream(d, xmp(), Type=Name.Metadata, Subtype=Name.XML)


@vector
def xmp_of_a_font(d: pikepdf.Pdf) -> None:
    next(iter(d.pages[0].Resources.Font.values())).Metadata = Stream(d, xmp(), Type=Name.Metadata)


@vector
def xmp_of_a_picture(d: pikepdf.Pdf) -> None:
    jpeg(d, picture(), Metadata=Stream(d, xmp(), Type=Name.Metadata))


@vector
def page_piece(d: pikepdf.Pdf) -> None:
    d.pages[0].PieceInfo = Dictionary(
        App=Dictionary(LastModified=String("D:2017"), Private=String(MARKER))
    )


@vector
def thumbnail(d: pikepdf.Pdf) -> None:
    d.pages[0].Thumb = Stream(d, MARKER.encode(), Width=1, Height=1)


@vector
def trailer_id(d: pikepdf.Pdf) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(b"/ID [<", b"/ID [<" + MARKER.encode().hex().encode())


@vector
def earlier_revision(d: pikepdf.Pdf) -> Callable[[bytes], bytes]:
    d.docinfo["/Author"] = MARKER

    def revise(data: bytes) -> bytes:
        from pypdf import PdfWriter

        second = PdfWriter(io.BytesIO(data), incremental=True)
        second.add_metadata({"/Author": "nobody"})
        out = io.BytesIO()
        second.write(out)
        assert out.getvalue().count(b"%%EOF") == 2
        return out.getvalue()

    return revise


@vector
def orphan(d: pikepdf.Pdf) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(
        b"xref\n", f"900 0 obj\n({MARKER})\nendobj\nxref\n".encode(), 1
    )


@vector
def before_the_header(d: pikepdf.Pdf) -> Callable[[bytes], bytes]:
    return lambda data: f"{MARKER}\n".encode() + data


@vector
def after_the_end(d: pikepdf.Pdf) -> Callable[[bytes], bytes]:
    return lambda data: data + f"\n{MARKER}\n".encode()


@vector
def annotation_author(d: pikepdf.Pdf) -> None:
    d.pages[0].Annots = Array(
        [
            d.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Square,
                    Rect=[10, 10, 90, 90],
                    T=String(MARKER),
                    NM=String(MARKER),
                    M=String("D:2017"),
                    Subj=String(MARKER),
                )
            )
        ]
    )


@vector
def document_script(d: pikepdf.Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{MARKER}')"))
    d.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


@vector
def opening_action(d: pikepdf.Pdf) -> None:
    d.Root.OpenAction = Dictionary(S=Name.Launch, F=String(f"C:\\{MARKER}\\x.exe"))


@vector
def page_action(d: pikepdf.Pdf) -> None:
    d.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String(MARKER)))


@vector
def chained_action(d: pikepdf.Pdf) -> None:
    following = Dictionary(S=Name.SubmitForm, F=String(f"http://{MARKER}"))
    d.pages[0].Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=[0, 0, 9, 9],
                A=Dictionary(S=Name.URI, URI=String("https://example.org"), Next=following),
            )
        ]
    )


@vector
def layer_name(d: pikepdf.Pdf) -> None:
    layer = d.make_indirect(
        Dictionary(
            Type=Name.OCG,
            Name=String(MARKER),
            Usage=Dictionary(CreatorInfo=Dictionary(Creator=String(MARKER))),
        )
    )
    d.Root.OCProperties = Dictionary(
        OCGs=Array([layer]),
        D=Dictionary(Name=String(MARKER), Creator=String(MARKER), ON=Array([layer])),
    )


@vector
def jpeg_exif(d: pikepdf.Pdf) -> None:
    jpeg(d, picture(exif=exif()))


@vector
def jpeg_comment(d: pikepdf.Pdf) -> None:
    jpeg(d, picture(comment=MARKER))


@vector
def jpeg_xmp(d: pikepdf.Pdf) -> None:
    jpeg(d, picture(xmp=xmp()))


@vector
def jpeg_after_its_end(d: pikepdf.Pdf) -> None:
    jpeg(d, picture() + MARKER.encode())


@vector
def jpeg_inside_flate(d: pikepdf.Pdf) -> None:
    jpeg(d, zlib.compress(picture(exif=exif())), Array([Name.FlateDecode, Name.DCTDecode]))


@vector
def structure_title(d: pikepdf.Pdf) -> None:
    element = d.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.P,
            T=String(MARKER),
            A=Dictionary(
                O=Name.UserProperties, P=Array([Dictionary(N=String("x"), V=String(MARKER))])
            ),
        )
    )
    d.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([element]))
    d.Root.MarkInfo = Dictionary(Marked=True, UserProperties=True)


@vector
def address_base(d: pikepdf.Pdf) -> None:
    d.Root.URI = Dictionary(Base=String(f"https://{MARKER}/"))


@vector
def output_intent(d: pikepdf.Pdf) -> None:
    d.Root.OutputIntents = Array(
        [
            Dictionary(
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String(MARKER),
                OutputCondition=String(MARKER),
            )
        ]
    )


@vector
def unknown_catalog_key(d: pikepdf.Pdf) -> None:
    d.Root.XYZ_Private = String(MARKER)


@vector
def tex_file_name(d: pikepdf.Pdf) -> None:
    form = Stream(d, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    form["/PTEX.FileName"] = String(f"/home/{MARKER}/x.pdf")
    draw(d, form)


@vector
def private_key_of_a_drawing(d: pikepdf.Pdf) -> None:
    draw(
        d,
        Stream(
            d,
            b"",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 1, 1],
            MyApp=Dictionary(User=String(MARKER)),
        ),
    )


@vector
def signature(d: pikepdf.Pdf) -> None:
    value = d.make_indirect(
        Dictionary(
            Type=Name.Sig,
            Filter=Name("/Adobe.PPKLite"),
            Name=String(MARKER),
            Location=String(MARKER),
            Reason=String(MARKER),
            ContactInfo=String(MARKER),
            ByteRange=[0, 1, 2, 3],
            Contents=String("x"),
        )
    )
    field = d.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("Signature1"),
            V=value,
            Rect=[1, 1, 90, 30],
        )
    )
    d.pages[0].Annots = Array([field])
    d.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


@vector
def comment_in_a_page(d: pikepdf.Pdf) -> None:
    d.pages[0].contents_add(f"% {MARKER}\n0 g".encode())


@vector
def comment_in_a_form(d: pikepdf.Pdf) -> None:
    form = Stream(
        d,
        f"% {MARKER}\n0 0 9 9 re f".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 9, 9],
    )
    d.pages[0].Resources.XObject = Dictionary(Fm0=form)
    d.pages[0].contents_add(b"/Fm0 Do")


@vector
def private_property_of_a_passage(d: pikepdf.Pdf) -> None:
    d.pages[0].contents_add(f"/Span <</MCID 0 /Author ({MARKER})>> BDC 0 g EMC".encode())


@vector
def picture_that_nothing_draws(d: pikepdf.Pdf) -> None:
    form = Stream(
        d, f"BT ({MARKER}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]
    )
    d.pages[0].Resources.XObject = Dictionary(Old=form)


@vector
def behind_deflated_data(d: pikepdf.Pdf) -> None:
    d.pages[0].Resources.Font.F9 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Courier,
        ToUnicode=Stream(
            d,
            zlib.compress(b"/CIDInit /ProcSet findresource begin end") + MARKER.encode(),
            Filter=Name.FlateDecode,
        ),
    )


@vector
def behind_the_last_row_of_a_picture(d: pikepdf.Pdf) -> None:
    rows = zlib.compress(bytes(4 * 3 * 4) + MARKER.encode())
    draw(
        d,
        Stream(
            d,
            rows,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=4,
            Height=4,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.FlateDecode,
        ),
    )
