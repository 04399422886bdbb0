"""Who is meant where words fit several: names that are words, middle names, halves of surnames,
staff, forms, parents.
"""

from datetime import date

import pytest

from jtai_submit.people.forms import Sort, of_name, of_watched
from jtai_submit.people.hashed import Listener, hashed
from jtai_submit.people.judging import Family, about_another, children_named
from jtai_submit.people.listing import once, read_people

LIST = """\
C1:
  names: [Ann Example, Annie Example]
  born: 2009-03-01
  address: 1 High Street, Exampletown EX1 2AB
  relatives: [Sam Example]
C2: {names: [May Brown], born: 2010-01-02}
C3: {names: [Ann Jones], born: 2010-05-03, relatives: [{name: Lee Jones, role: brother}]}
C4: {names: ["Siobhán O'Brien-Smith"], born: 2008-06-11}
C5: {names: [Hope Young], born: 2011-12-24}
C6: {names: [Jack Smith], relatives: [{name: Leo Smith, role: brother}]}
"""
CHILDREN = ("C1", "C2", "C3", "C4", "C5", "C6")
PEOPLE = tuple(once(read_people("people.yaml", LIST, {child: child for child in CHILDREN})))
SIGNS = [*((child, child) for child in CHILDREN), ("C3", "007123"), ("C2", "104513")]
LISTED = hashed(b"k" * 32, PEOPLE, SIGNS, ())
ON = date(2017, 5, 9)


def said(text: str, child: str) -> list[str]:
    listener = Listener(LISTED)
    listener.hear(text)
    mentions = listener.heard().mentions
    if not child:
        return list(children_named(mentions, PEOPLE, ON))
    return list(about_another(mentions, Family(PEOPLE, frozenset((child,)), ON)))


@pytest.mark.parametrize(
    ("child", "text", "whom"),
    [
        ("C1", "Child: Ann Jones, born 03/05/2010. Ann was seen. Ann said no. Ann likes it.", "C3"),
        ("C2", "Strategy discussion held in May 2017.\nChild: Ann Jones. They meet in May.", "C3"),
        ("C2", "Child: Ann Jones. May we ask? May this help.", "C3"),
        ("C5", "Child: Ann Jones.\nHope this helps. Hope to see you on Friday.", "C3"),
        ("C1", "Child: May Elizabeth Brown was seen.", "C2"),
        ("C1", "Child: May E. Brown was seen.", "C2"),
        ("C1", "MAY ELIZABETH JANE BROWN was seen.", "C2"),
        ("C3", "Siobhan OBrien-Smith attends.", "C4"),
        ("C3", "Siobhan O'Brien attends.", "C4"),
        ("C3", "Siobhán Smith attends.", "C4"),
        ("C3", "SMITH, Siobhan attends.", "C4"),
        ("C1", "Case 007123 was closed.", "C3"),
        ("C1", "Case 104513 was closed.", "C2"),
        ("C3", "Child: A. Example\nGP: Dr Z", "C1"),
        ("C3", "Name\tA. Example\nSchool nurse\tB. Lee", "C1"),
        ("C3", "Re: A. Example, head lice again", "C1"),
        ("C3", "Re: Miss A. Example", "C1"),
        ("C1", "Strategy discussion form\nC3\nSeen.", "C3"),
        ("C1", "She completed the form. C3 was seen.", "C3"),
        ("C1", "Assessment form 007123 was closed.", "C3"),
        ("C1", "C3 forms a bond.", "C3"),
        ("C3", "Ann was in. Lee Jones was seen. Lee said yes.", "a relative of C3"),
        ("C1", "Sam Example said so. Sam left. Sam is ill. Sam and Ann.", "a relative of C1"),
        ("C1", "First name: Jack\nMiddle name: Thomas\nSurname: Smith", "C6"),
        ("C1", "Forename\tMiddle names\tSurname\nJack\tThomas\tSmith\n", "C6"),
        ("C1", "Child's first name: Jack\nChild's surname: Smith", "C6"),
        ("C1", "Child's first name\tJack\tChild's legal surname\tSmith", "C6"),
        ("C1", "Forename: Jack\nKnown as: Jacko\nSurname: Smith", "C6"),
        ("C1", "Forename(s)\tJack\nKnown as\t\nSurname\tSmith", "C6"),
        ("C1", 'Plan for Jack "Jacko" Smith', "C6"),
        ("C1", "Plan for Jack (Jacko) Smith", "C6"),
        ("C1", "Plan for Jack \u201cJacko\u201d Smith", "C6"),
        ("C1", "Plan for Jack (Smith)", "C6"),
        ("C1", "Plan for Smith (Jack)", "C6"),
        ("C1", "Jack Smith (social worker Jo Brown) was seen.", "C6"),
        ("C1", "Jack Smith, professional meeting on Friday", "C6"),
        ("C1", "Mr Jack Smith, dear Jack", "C6"),
        ("C2", "Annie was seen at home. DOB 01/03/2009. Return home interview.", "C1"),
        ("C2", "Annie. 1 High Street, Exampletown EX1 2AB. Annie said she is fine.", "C1"),
        ("C2", "Born 01/03/2009, of EX1 2AB", "C1"),
        ("C2", "Hope. Born 24/12/2011. Hope said yes.", "C5"),
        ("C1", "C3 was seen at C3's school with a fracture of the arm.", "C3"),
        ("C1", "HOPE YOUNG was seen", "C5"),
        ("C1", "Parent A and C3 were seen.", "C3"),
        ("C2", "Joint visit to C3/4 at home.", "C3"),
        ("C1", "When she opened the door C3 was asleep.", "C3"),
        ("C1", "At the gate C3 met his father. In her bed C3 cried.", "C3"),
        ("C1", "C3 was seen at the spinal clinic.", "C3"),
    ],
)
def test_another_is_meant(child: str, text: str, whom: str) -> None:
    (reason,) = said(text, child)
    assert f"names {whom} " in reason


@pytest.mark.parametrize(
    ("child", "text"),
    [
        ("C1", "Child: Ann Mary Example. Ann was seen. Her friend Hope Young visited."),
        ("C1", "Child: Ann M. Example. Her friend Ann Jones visited. Ann was glad, Ann said."),
        ("C1", "Ann was seen. Mrs Example said that Ann and Ann Jones are friends."),
        ("C3", "Review of Ann Jones. Chaired by J Brown, May 2017. Next: J Brown, May 2018."),
        ("C4", "Seen at home.\nH. Young, social worker"),
        ("C4", "Seen at home by Dr H. Young."),
        ("C4", "Present: H. Young (Team manager)"),
        ("C1", "Social worker: H. Young"),
        ("C1", "Signed H Young"),
        ("C4", "Yours,\nH. Young\nSocial Worker\n"),
        ("C1", "Referral form\nC1\nIn the meeting C3 was named once"),
        ("C5", "Ann Mary Example-Jones; Mary-Ann Louise Example; Ann-Marie Example"),
        ("C6", "Jack was at home with Leo Smith. Jack ran off. Officers brought Jack home."),
        ("C6", "Jack was in. Ann Jones was there. Jack ran off."),
        ("C5", "Hope Young was seen. Hope said yes. Hope likes Ann Jones."),
        ("C1", "Ann Example. Sam Example was asked. Sam said yes. Ann was in. Sam left. Sam came."),
        ("C1", "Case 7123 was closed, for 7,123 pounds."),
        ("C1", "Ann Example and Tom May Brownlow were in."),
        ("C1", "About Ann Example. PC Jack Smith came. PC Jack Smith spoke. PC Jack Smith left."),
        ("C1", "The child was seen. Dr Jack Smith, Consultant Paediatrician"),
        ("C1", "The child was well. Signed: Jack Smith, Social Worker"),
        ("C1", "The child was well. Ms J Smith came."),
        ("C1", "HV: J Smith"),
        ("C1", "J Smith (SW) came."),
        ("C1", "Lead professional: J Smith"),
        ("C1", "Attendees: L Khan, J Smith, M Ali"),
        ("C5", "Hope Young. Forms C1, C2 and C3 were sent; levels C1 to C4."),
        ("C1", "Ann Example met Jack (her cousin) and Smith (of the club)."),
        ("C1", "Ann Example met Jack, Thomas Smith and others."),
        ("C1", "The plan was reviewed. We hope young people engage; hope, young or old."),
        ("C1", "The scan shows no fracture at C5. Discharged home."),
        ("C1", "MRI of the spine: C5 and C6 intact; C5 nerve root normal."),
        ("C1", "The local authority issued a C2 on 3 May."),
        ("C1", "Meet at Unit C5 Business Park. Given vitamin C3. In Ward C2."),
        ("C2", "The child was born on 01/03/2009 and lives in Exampletown."),
        ("C2", "May Brown was seen. Her friend Annie, DOB 01/03/2009, was there. May left."),
    ],
)
def test_nobody_else_is_meant(child: str, text: str) -> None:
    assert said(text, child) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("C2 application; Form C1; Level C3 manager; Table C4", []),
        ("In the case of C2 it went well; see C3.", ["C2", "C3"]),
        ("Ann Mary Example, and Ann May Brown", ["C1", "C2"]),
        ("In May 2017, Brown, May and Hope", ["C2"]),
    ],
)
def test_children_in_what_is_about_none(text: str, named: list[str]) -> None:
    assert said(text, "") == named


@pytest.mark.parametrize(
    "title",
    [
        "Jack T Smith plan.pdf",
        "Jack Thomas Smith.pdf",
        "Jack_T_Smith.pdf",
        "JackSmith plan.pdf",
        "SmithJ.pdf",
        "plan Smith (Jack).pdf",
    ],
)
def test_names_of_files_are_written_in_more_ways(title: str) -> None:
    listener = Listener(LISTED)
    listener.hear(title, title=True)
    assert ("C6",) in {each.who for each in listener.heard().mentions if each.sort != Sort.FIRST}


@pytest.mark.parametrize(
    "name",
    ["? Smith", "- Sam", "(?) Smith", "Smith, - Ann", "-", "'", "O'A-" * 30 + "B", "a-" * 40],
)
def test_odd_names_cost_nothing(name: str) -> None:
    forms = [*of_name(name), *of_watched(name)]
    assert all(form.row and all(form.row) for form in forms) and len(forms) < 5_000


def test_whoever_is_named_more_often_may_be_a_parent_and_how_to_say_so() -> None:
    (reason,) = said("Sam Example said so. Sam left. Sam is ill. Sam and Annie.", "C1")
    assert reason.endswith("write `role: mother` or `father` in the people list")


def test_unique_ids_stand_for_the_children_of_the_submission() -> None:
    signs = {"C1": "C1", "104511": "C1"}
    text = "child,name,role\n0104511,Ann Example,child\n104599,Bo Other,child\n"
    people = read_people("people.csv", text, signs)
    assert [person.id for person in people] == ["C1", "104599"]
    assert people[0].is_child
