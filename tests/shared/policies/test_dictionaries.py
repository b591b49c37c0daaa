"""The dictionaries of prevention: built in, added to, ended, and written as they were read."""

from datetime import date

import pytest

from shared.policies.comparing import listed_changes
from shared.policies.dictionaries import PlaceSet, WordList
from shared.policies.faults import PoliciesBroken
from shared.policies.reading import built_in, read_own_policies, read_policies
from shared.regions import regions_in_force

OWN = """
version = "place"
[[place_kind]]
code = "tea_house"
name = { zh = "茶馆", en = "tea houses" }
sets = ["ten_enterings"]
regions = ["51"]
since = 2020-01-01
[[place_kind]]
code = "cinema"
name = { zh = "影院", en = "cinemas" }
until = 2020-01-01
[[channel]]
code = "loudspeaker"
name = { zh = "村村响", en = "village loudspeakers" }
""".encode()
DAY = date(2021, 1, 1)

# Codes that records carried before there were dictionaries.
FIRST = {
    WordList.PLACE_KIND: "school community venue family enterprise village restaurant hotel shop"
    " workplace cinema internet building_site",
    WordList.FORM: "leaflets banners boards performance advice lecture",
    WordList.PARTNER: "police_station youth_league trade_union womens_federation",
    WordList.CHANNEL: "website newspaper wechat_account television",
}


@pytest.mark.parametrize("of", FIRST)
def test_codes_of_before_have_their_names(of: WordList) -> None:
    """What was recorded stays named, everywhere and always."""
    used = {each.code for each in built_in().words_used(of, "410102001003", date(2000, 1, 1))}
    assert used >= {*FIRST[of].split()}


def test_the_named_sets_are_those_of_the_field() -> None:
    """六进 has six kinds of place, 十进 these and four more."""
    sets = {
        each: {word.code for word in built_in().place_kinds if each in word.sets}
        for each in PlaceSet
    }
    six = {"school", "workplace", "family", "venue", "community", "village"}
    more = {"cinema", "internet", "building_site", "enterprise"}
    assert sets[PlaceSet.SIX_ENTERINGS] == six
    assert sets[PlaceSet.TEN_ENTERINGS] == six | more


def test_the_six_small_projects_are_kinds_of_facilities() -> None:
    """六小工程: a set of what agencies run, and of no kind of place that prevention enters."""
    projects = {
        word.code for word in built_in().facility_kinds if PlaceSet.SIX_PROJECTS in word.sets
    }
    assert projects == {
        *("activity_room", "points_shop", "sunshine_workshop"),
        *("work_experience_base", "learning_hall", "love_relief_box"),
    }
    assert not any(PlaceSet.SIX_PROJECTS in word.sets for word in built_in().place_kinds)


@pytest.mark.parametrize("of", WordList)
def test_no_two_words_of_a_dictionary_have_one_name(of: WordList) -> None:
    """A ledger is read by names, so that each must mean one thing."""
    names = [each.name for each in built_in().words(of)]
    assert len(names) > 7
    for language in ("zh", "en"):
        assert len({getattr(each, language) for each in names}) == len(names)


@pytest.mark.parametrize("of", WordList)
def test_a_name_stands_in_a_list_of_names(of: WordList) -> None:
    """Cells of ledgers have several with these marks between them."""
    assert not [each.name.zh for each in built_in().words(of) if {*each.name.zh} & {*"、,;/|，；"}]


def test_a_place_adds_words_and_ends_others() -> None:
    """Each where and when it is used; what was recorded stays named."""
    own = read_own_policies(OWN, regions_in_force())
    here = {each.code for each in own.words_used(WordList.PLACE_KIND, "510104001000", DAY)}
    there = {each.code for each in own.words_used(WordList.PLACE_KIND, "410102001003", DAY)}
    assert here - there == {"tea_house"}
    assert "cinema" not in here
    cinema = own.word(WordList.PLACE_KIND, "cinema")
    assert cinema is not None
    assert cinema.name.zh == "影院"
    assert own.word(WordList.CHANNEL, "loudspeaker") in own.words(WordList.CHANNEL)
    assert own.word(WordList.FORM, "loudspeaker") is None, "each dictionary has its own codes"
    again = read_policies(own.content.encode())
    assert {*again.place_kinds} == {*own.place_kinds}
    assert again.digest == own.digest


def test_a_set_that_nobody_knows_is_a_fault() -> None:
    """It would count for nothing."""
    with pytest.raises(PoliciesBroken) as broken:
        read_own_policies(OWN.replace(b'"ten_enterings"', b'"twelve"'), regions_in_force())
    assert "sets" in broken.value.text.en
    with pytest.raises(PoliciesBroken):
        read_own_policies(OWN + b'sets = ["six_enterings"]', regions_in_force())


def test_what_a_changed_file_changes_of_words_is_told() -> None:
    """New, used otherwise, and gone."""
    own = read_own_policies(OWN, regions_in_force())
    told = {code: text.en for code, text in listed_changes(built_in(), own)["words"]}
    assert told == {
        "place_kind.tea_house": "is new",
        "place_kind.cinema": "is named or used otherwise",
        "channel.loudspeaker": "is new",
    }
    back = dict(listed_changes(own, built_in())["words"])
    assert back["channel.loudspeaker"].en.startswith("is gone")
