"""Numbers, programmes, groups of people and Länder are read out of a promise."""

from tests.extraction.texts_read import only


def test_amounts_are_numbers():
    (quantity,) = only("Der Bund wird bis Ende 2028 fünf Milliarden Euro investieren.").quantities
    assert (quantity.value, quantity.unit, quantity.wording) == (5e9, "Euro", "fünf Milliarden Euro")


def test_thousands_have_points():
    (quantity,) = only("Die Wirtschaft wird 30.000 Ausbildungsplätze schaffen.").quantities
    assert (quantity.value, quantity.unit) == (30000, "Ausbildungsplätze")


def test_programmes_in_quotation_marks_are_instruments():
    assert only("Der Bund unterstützt Betriebe mit dem Programm „Gute Wege“.").instruments == ("Gute Wege",)


def test_groups_of_people_are_keys():
    assert only("Der Bund wird Jugendliche und Eltern beraten.").target_groups == ("jugendliche", "eltern")


def test_laender_named_are_keys():
    assert only("Der Bund wird in Hessen und Bayern Lotsen fördern.").laender == ("land-de-he", "land-de-by")
