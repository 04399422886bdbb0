"""What people decided to remove, taken out of the original as the second reader sees it, so that
the rest can be compared.
"""

from xml.etree.ElementTree import Element

# ISO/IEC 29500-4: Excel draws its notes in VML, and says there what the shape is.
_NOTE = "{urn:schemas-microsoft-com:office:excel}ClientData[@ObjectType='Note']"


def take_out(root: Element, role: str, removed: set[str], unseen: set[str]) -> set[str]:
    """Take it out of one part. `unseen` are the links to hidden slides. Returns the links that go
    with it.
    """
    gone: list[tuple[Element, Element]] = []
    for holder in root.iter() if removed & {"H101", "H103", "H104"} else ():
        word = holder.tag.rpartition("}")[2]
        if "H103" in removed and word in ("sheets", "definedNames"):
            gone += [(holder, each) for each in holder if each.get("state", "visible") != "visible"]
            places = {
                str(n) for n, each in enumerate(holder) if each.get("state", "visible") != "visible"
            }
            names = (
                root.findall(f".//{holder.tag.replace('sheets', 'definedName')}")
                if word == "sheets"
                else []
            )
            for name in names:
                # ISO/IEC 29500-1, 18.2.5: a name of one sheet says which, by its number.
                name.set("state", "hidden" if name.get("localSheetId") in places else "visible")
        if "H104" in removed and role == "officedocument":
            gone += [
                (holder, each)
                for each in holder
                if word == "sldIdLst" and unseen & set(each.attrib.values())
            ]
            gone += [
                (holder, each)
                for each in holder
                if each.tag.rpartition("}")[2] in ("sectionLst", "custShowLst")
            ]
        if "H101" in removed and role == "vmldrawing":
            gone += [(holder, each) for each in holder if each.find(_NOTE) is not None]
    for holder, each in gone:
        holder.remove(each)
    return {value for _, each in gone for value in each.attrib.values()}
