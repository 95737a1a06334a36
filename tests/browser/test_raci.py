"""The RACI in a real browser: by keyboard, by pasting, two people at once, without script, on a phone."""

import pytest
from playwright.sync_api import expect

from partnerships.models import RaciAssignment
from projects.models import InvolvementCode, Operation, Phase
from tests.browser.conftest import PHONE
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, RaciFactory
from tests.raci_clipboard import HTML, ROWS

GRID = "/projets/le-detour/raci/"


@pytest.fixture
def filled(project):
    """Two phases, three activities, the carrier and two partners; « Obtenir les autorisations » has no A."""
    before = Phase.objects.create(project=project, name="En amont", position=0)
    during = Phase.objects.create(project=project, name="Pendant", position=1)
    rows = [("Partager le diagnostic", before), ("Obtenir les autorisations", before), ("Tenir la halte", during)]
    share, ask, _hold = (ActivityFactory(project=project, name=name, phase=phase) for name, phase in rows)
    lead = project.partnerships.get(is_lead=True)
    msa, caf = (PartnershipFactory(project=project, partner__short_name=name) for name in ("MSA", "Caf"))
    for partnership, code in ((msa, InvolvementCode.CO_LEAD), (caf, InvolvementCode.ALLY)):
        PlacementFactory(partnership=partnership, horizon=project.horizons.first(), level=project.levels.get(code=code))
    RaciFactory(activity=share, partnership=lead, letters="RA")
    RaciFactory(activity=ask, partnership=lead, letters="R")
    return project


def cell(page, activity, actor):
    """Return the cell of an activity and an actor, found as a person finds it: by its headings."""
    heads = page.locator(".raci thead th").all_inner_texts()
    column = [text.strip() for text in heads].index(actor)
    row = page.locator(".raci tbody tr").filter(has_text=activity)
    return row.locator("th, td").nth(column)


def row_of(page, activity):
    return page.locator(".raci tbody tr").filter(has_text=activity)


def settled(page):
    """Wait until every letter typed has been answered."""
    expect(page.locator("[data-raci]")).not_to_have_attribute("data-envoi", "")


def letters(project):
    return {
        (activity, actor): value
        for activity, actor, value in RaciAssignment.objects.filter(activity__project=project).values_list(
            "activity__name", "partnership__partner__short_name", "letters"
        )
    }


def paste(page, text, kind="text/plain"):
    page.evaluate(
        """([text, kind]) => {
          const data = new DataTransfer();
          data.setData(kind, text);
          const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
        }""",
        [text, kind],
    )


def test_a_row_without_a_is_fixed_by_keyboard_and_its_warning_goes(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    ask = row_of(page, "Obtenir les autorisations")
    expect(ask).to_contain_text("Aucun A")
    expect(page.locator(".raci-questions")).to_contain_text("MSA co-porteur au court terme, jamais R ni A")
    page.get_by_role("link", name="coller un bloc").focus()
    page.keyboard.press("Shift+Tab")
    expect(cell(page, "Partager le diagnostic", "Le Fil")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "Obtenir les autorisations", "MSA")).to_be_focused()
    page.keyboard.press("a")
    expect(cell(page, "Obtenir les autorisations", "MSA")).to_have_text("A")
    expect(page.locator(".raci-lu")).to_contain_text("MSA, Obtenir les autorisations\u00a0: A, répond de l’action")
    expect(ask).not_to_contain_text("Aucun A")
    expect(page.locator(".raci-questions")).not_to_contain_text("jamais R ni A")
    assert letters(filled)["Obtenir les autorisations", "MSA"] == "A"
    page.keyboard.press("r")
    expect(cell(page, "Obtenir les autorisations", "MSA")).to_have_text("RA")
    page.keyboard.press("Control+z")
    expect(page.locator(".raci-lu")).to_contain_text("A, répond de l’action. C’est annulé")
    page.keyboard.press("Control+z")
    expect(ask).to_contain_text("Aucun A")
    assert ("Obtenir les autorisations", "MSA") not in letters(filled)


def test_the_grid_is_one_tab_stop_and_the_keys_go_where_the_design_says(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    page.get_by_label("Toutes les questions").focus()
    page.keyboard.press("Tab")
    first = cell(page, "Partager le diagnostic", "Le Fil")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="coller un bloc")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    for key, activity, actor in (
        ("End", "Partager le diagnostic", "Caf"),
        ("PageDown", "Tenir la halte", "Caf"),
        ("Home", "Tenir la halte", "Le Fil"),
        ("PageUp", "Partager le diagnostic", "Le Fil"),
        ("Control+End", "Tenir la halte", "Caf"),
        ("Control+Home", "Partager le diagnostic", "Le Fil"),
    ):
        page.keyboard.press(key)
        expect(cell(page, activity, actor)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("link", name="Partager le diagnostic")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("link", name="Le Fil", exact=True)).to_be_focused()
    assert page.locator('.raci [tabindex="0"]').count() == 1


def test_the_letters_toggle_combine_and_delegate(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    target = cell(page, "Tenir la halte", "Caf")
    target.click()
    for key, shown in (("c", "C"), ("i", "I"), ("i", ""), ("r", "R"), ("a", "RA"), ("r", "A"), ("(", "(A)"), ("(", "")):
        page.keyboard.press(key)
        expect(target).to_have_text(shown)
    page.keyboard.press("Shift+A")
    expect(target).to_have_text("(A)")
    page.keyboard.press("Backspace")
    expect(target).to_have_text("")
    expect(page.locator(".raci-lu")).to_contain_text("Caf, Tenir la halte\u00a0: vide")
    page.keyboard.press("c")
    settled(page)
    page.reload()
    expect(cell(page, "Tenir la halte", "Caf")).to_have_text("C")


def test_the_list_of_choices_opens_with_alt_and_down(filled, coordinator, signed_in_page, axe):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    target = cell(page, "Tenir la halte", "MSA")
    target.click()
    page.keyboard.press("Alt+ArrowDown")
    choices = page.get_by_role("listbox", name="Rôle")
    expect(choices).to_be_focused()
    expect(choices.get_by_role("option", selected=True)).to_have_text("vide")
    axe(page)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(choices.get_by_role("option", selected=True)).to_contain_text("réalise et répond")
    page.keyboard.press("Enter")
    expect(target).to_have_text("RA")
    expect(target).to_be_focused()
    expect(row_of(page, "Tenir la halte")).not_to_contain_text("Aucun")
    page.keyboard.press("F4")
    page.keyboard.press("Escape")
    expect(choices).to_be_hidden()
    expect(target).to_be_focused()
    assert letters(filled)["Tenir la halte", "MSA"] == "RA"


def test_a_pasted_block_is_previewed_written_and_taken_back_at_once(filled, coordinator, signed_in_page, axe):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    cell(page, "Obtenir les autorisations", "Le Fil").click()
    paste(page, "A\tR\tX\n(A)\tC\t")
    preview = page.get_by_role("dialog", name="Ce que le bloc change")
    expect(preview).to_contain_text("4 cases changent")
    expect(preview).to_contain_text("«\u00a0X\u00a0» n’est pas un rôle")
    axe(page)
    assert len(letters(filled)) == 2
    preview.get_by_role("button", name="Coller").click()
    expect(page.locator("#avis")).to_contain_text("4 rôles changés.")
    expect(cell(page, "Tenir la halte", "Le Fil")).to_have_text("(A)")
    assert Operation.objects.filter(project=filled).count() == 1
    cell(page, "Tenir la halte", "MSA").click()
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    expect(cell(page, "Tenir la halte", "Le Fil")).to_have_text("")
    expect(cell(page, "Obtenir les autorisations", "Le Fil")).to_have_text("R")


def test_a_table_copied_as_html_is_the_same_block(project, coordinator, signed_in_page):
    for _ in ROWS:
        ActivityFactory(project=project)
    others = [PartnershipFactory(project=project) for _ in range(10)]
    RaciFactory(activity=project.activities.last(), partnership=others[0], letters="I")
    page = signed_in_page(coordinator)
    page.goto(f"{GRID}?tous=1")
    page.locator(".raci tbody td").first.click()
    paste(page, HTML, "text/html")
    page.get_by_role("dialog").get_by_role("button", name="Coller").click()
    expect(page.locator("#avis")).to_contain_text("rôles changés.")
    shown = page.locator(".raci tbody tr[id]").evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].slice(1, -1).map((cell) => cell.textContent))"
    )
    assert shown == ROWS


def test_proposals_notes_filling_and_moving_by_keyboard(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(f"{GRID}?propositions=1")
    # MSA is a co-lead: R is proposed, said as such, and written by +.
    target = cell(page, "Tenir la halte", "MSA")
    target.click()
    expect(page.locator(".raci-lu")).to_contain_text("vide, proposé d’après la frise\u00a0: R, réalise")
    page.keyboard.press("+")
    settled(page)
    assert letters(filled)["Tenir la halte", "MSA"] == "R"
    cell(page, "Tenir la halte", "Caf").click()
    with page.expect_navigation():
        page.keyboard.press("-")
    expect(page.locator("#avis")).to_contain_text("1 proposition refusée.")
    expect(cell(page, "Tenir la halte", "Caf")).not_to_have_attribute("data-p", "C")
    # The letters of the first line of a block, one line down, as one gesture.
    cell(page, "Obtenir les autorisations", "Le Fil").click()
    page.keyboard.press("Shift+ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Control+d")
    assert letters(filled)["Tenir la halte", "Le Fil"] == "R"
    # The column of MSA changes places with that of Caf.
    cell(page, "Tenir la halte", "MSA").click()
    with page.expect_navigation():
        page.keyboard.press("Alt+Shift+ArrowRight")
    assert [text.strip() for text in page.locator(".raci thead th").all_inner_texts()][1:4] == ["Le Fil", "Caf", "MSA"]
    expect(cell(page, "Tenir la halte", "MSA")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("F2")
    page.get_by_label("Note de la case").fill("Rappeler en mars")
    page.get_by_role("button", name="Enregistrer").click()
    cell(page, "Tenir la halte", "MSA").click()
    expect(page.locator(".raci-lu")).to_contain_text("R, réalise, avec une note")


def test_nothing_is_written_when_the_preview_is_left(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    cell(page, "Obtenir les autorisations", "MSA").click()
    paste(page, "A\tR")
    page.get_by_role("dialog").get_by_role("link", name="Ne rien coller").click()
    expect(cell(page, "Obtenir les autorisations", "MSA")).to_be_focused()
    assert len(letters(filled)) == 2


def test_one_pasted_role_goes_straight_in(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    cell(page, "Obtenir les autorisations", "MSA").click()
    paste(page, "ra\r\n")
    expect(cell(page, "Obtenir les autorisations", "MSA")).to_have_text("RA")


def copied(page):
    """Copy, as Ctrl+C does; return the text that went to the clipboard."""
    return page.evaluate(
        """() => {
          const data = new DataTransfer();
          const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
          return data.getData('text/plain');
        }"""
    )


def test_a_row_is_chosen_copied_emptied_in_one_gesture_and_given_back(filled, coordinator, signed_in_page, axe):
    share = filled.activities.get(name="Partager le diagnostic")
    RaciFactory(activity=share, partnership=filled.partnerships.get(partner__short_name="Caf"), letters="(A)")
    page = signed_in_page(coordinator)
    page.goto(GRID)
    cell(page, "Partager le diagnostic", "MSA").click()
    assert copied(page) == ""
    page.keyboard.press("Shift+Space")
    expect(page.get_by_role("gridcell", selected=True)).to_have_text(["RA", "", "(A)"])
    expect(page.locator(".raci-lu")).to_contain_text("Ligne choisie\u00a0: Partager le diagnostic, 3 cases")
    axe(page)
    assert copied(page) == "RA\t\t(A)"
    page.keyboard.press("Delete")
    expect(page.locator("#avis")).to_contain_text("2 rôles changés.")
    expect(cell(page, "Partager le diagnostic", "MSA")).to_be_focused()
    assert [actor for activity, actor in letters(filled) if activity == "Partager le diagnostic"] == []
    assert Operation.objects.filter(project=filled).count() == 1
    with page.expect_navigation():
        page.keyboard.press("Control+z")
    expect(cell(page, "Partager le diagnostic", "Caf")).to_have_text("(A)")
    expect(cell(page, "Partager le diagnostic", "Le Fil")).to_have_text("RA")
    expect(cell(page, "Partager le diagnostic", "MSA")).to_be_focused()


def test_a_block_is_chosen_with_shift_and_the_arrows_then_left(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    cell(page, "Partager le diagnostic", "Le Fil").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(cell(page, "Obtenir les autorisations", "MSA")).to_be_focused()
    expect(page.locator(".raci-lu")).to_contain_text("4 cases choisies")
    assert copied(page) == "RA\t\nR\t"
    page.keyboard.press("Escape")
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(0)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("gridcell", selected=True)).to_have_count(0)


def test_a_row_that_somebody_changed_meanwhile_is_not_emptied_unseen(filled, coordinator, facilitator, signed_in_page):
    mine, theirs = signed_in_page(coordinator), signed_in_page(facilitator)
    for page in (mine, theirs):
        page.goto(GRID)
        cell(page, "Obtenir les autorisations", "Le Fil").click()
    theirs.keyboard.press("c")
    settled(theirs)
    mine.keyboard.press("Shift+Space")
    mine.keyboard.press("Delete")
    expect(mine.get_by_text("Le tableau a changé entre-temps.")).to_be_visible()
    assert letters(filled)["Obtenir les autorisations", "Le Fil"] == "C"


def test_the_question_mark_lists_the_keys_of_this_person(filled, coordinator, reader, signed_in_page, axe):
    for person, writes in ((coordinator, True), (reader, False)):
        page = signed_in_page(person)
        page.goto(GRID)
        cell(page, "Tenir la halte", "MSA").click()
        page.keyboard.press("?")
        keys = page.get_by_role("dialog", name="Au clavier, dans le tableau")
        expect(keys).to_contain_text("choisir la ligne")
        assert ("écrire le rôle" in keys.inner_text()) is writes
        axe(page)
        keys.get_by_role("button", name="Fermer").click()
        expect(cell(page, "Tenir la halte", "MSA")).to_be_focused()


def test_assistive_technologies_get_a_whole_grid_with_its_headings(project, coordinator, signed_in_page):
    """Rows are flex boxes on a screen: every row, drawn or not, must stay a row of named cells in the browser's tree."""
    actors = [PartnershipFactory(project=project, partner__short_name=f"Acteur {n}") for n in range(3)]
    for n in range(80):
        RaciFactory(activity=ActivityFactory(project=project, name=f"Activité {n}"), partnership=actors[0], letters="R")
    page = signed_in_page(coordinator)
    page.goto(f"{GRID}?tous=1")
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    names = {}
    for node in nodes:
        if not node["ignored"]:
            names.setdefault(node["role"]["value"], []).append(node["name"]["value"])
    assert names["columnheader"] == ["Activité", "Le Fil", "Acteur 0", "Acteur 1", "Acteur 2", "À vérifier"]
    assert [name for name in names["rowheader"] if "Activité" in name] == [f"Activité {n}" for n in range(80)]
    assert len(names["row"]) == 82
    assert names["gridcell"].count("R") == 80
    assert len(names["gridcell"]) == 81 * 5


def test_two_people_on_one_cell_the_second_sees_both_values(filled, coordinator, facilitator, signed_in_page):
    mine, theirs = signed_in_page(coordinator), signed_in_page(facilitator)
    for page in (mine, theirs):
        page.goto(GRID)
        cell(page, "Tenir la halte", "MSA").click()
    theirs.keyboard.press("c")
    theirs.keyboard.press("i")
    settled(theirs)
    mine.keyboard.press("r")
    conflict = mine.get_by_role("dialog", name="Quelqu’un a changé cette case avant vous")
    expect(conflict).to_contain_text("I, est informé")
    expect(conflict).to_contain_text("R, réalise")
    expect(cell(mine, "Tenir la halte", "MSA")).to_have_text("I")
    conflict.get_by_role("button", name="Remplacer").click()
    expect(cell(mine, "Tenir la halte", "MSA")).to_have_text("R")
    expect(mine.locator(".raci-lu")).to_contain_text("R, réalise")
    mine.keyboard.press("a")
    settled(mine)
    assert letters(filled)["Tenir la halte", "MSA"] == "RA"


def test_a_refused_letter_goes_back_with_a_notice(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    coordinator.project_places.update(role="reader")
    cell(page, "Tenir la halte", "MSA").click()
    page.keyboard.press("r")
    expect(page.locator("#avis")).to_contain_text("Votre rôle ne permet pas ce geste.")
    expect(cell(page, "Tenir la halte", "MSA")).to_have_text("")


def test_a_session_that_ended_is_told_and_the_cell_goes_back(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    page.context.clear_cookies(name="sessionid")
    cell(page, "Tenir la halte", "MSA").click()
    page.keyboard.press("r")
    expect(page.locator("#avis")).to_contain_text("Votre session est terminée.")
    expect(cell(page, "Tenir la halte", "MSA")).to_have_text("")


def test_a_reader_moves_about_and_changes_nothing(filled, reader, signed_in_page):
    page = signed_in_page(reader)
    page.goto(GRID)
    cell(page, "Tenir la halte", "MSA").click()
    page.keyboard.press("r")
    expect(page.locator(".raci-lu")).to_contain_text("Votre rôle permet de lire le tableau")
    expect(cell(page, "Tenir la halte", "MSA")).to_have_text("")


def test_without_script_a_row_is_filled_and_the_gesture_undone(filled, coordinator, no_js):
    page = no_js(coordinator)
    page.goto(GRID)
    page.get_by_role("link", name="Obtenir les autorisations").click()
    page.get_by_label("MSA").or_(page.locator("select").nth(1)).first.select_option("A")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#avis")).to_contain_text("1 rôle changé.")
    expect(row_of(page, "Obtenir les autorisations")).not_to_contain_text("Aucun A")
    page.locator("#avis").get_by_role("button", name="Annuler").click()
    expect(row_of(page, "Obtenir les autorisations")).to_contain_text("Aucun A")


def test_without_script_a_block_is_pasted_through_its_preview(filled, coordinator, no_js):
    page = no_js(coordinator)
    page.goto(GRID)
    page.get_by_role("link", name="coller un bloc").click()
    page.get_by_label("Première activité").select_option(label="Tenir la halte")
    page.get_by_label("Bloc copié").fill("A\tR")
    page.get_by_role("button", name="Voir ce qui change").click()
    expect(page.get_by_role("table")).to_contain_text("Tenir la halte")
    page.get_by_role("button", name="Coller").click()
    expect(page.locator("#avis")).to_contain_text("2 rôles changés.")
    expect(cell(page, "Tenir la halte", "Le Fil")).to_have_text("A")


def test_on_a_phone_a_second_touch_opens_the_list(filled, coordinator, signed_in_page):
    page = signed_in_page(coordinator, viewport=PHONE)
    page.goto(GRID)
    target = cell(page, "Obtenir les autorisations", "Le Fil")
    target.tap()
    target.tap()
    page.get_by_role("option", name="RA, réalise").tap()
    expect(target).to_have_text("RA")
    expect(row_of(page, "Obtenir les autorisations")).not_to_contain_text("Aucun A")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_on_a_row_an_empty_table_and_a_removal(filled, coordinator, signed_in_page, axe):
    page = signed_in_page(coordinator)
    page.goto(GRID)
    page.get_by_role("link", name="Tenir la halte").click()
    axe(page)
    page.goto(GRID + "activites/")
    page.get_by_role("link", name="Retirer Tenir la halte").click()
    axe(page)
    filled.activities.all().delete()
    page.goto(GRID)
    axe(page)
