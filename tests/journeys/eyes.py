"""What a screen reader sees: asked through AT-SPI, one JSON object a line, by the system's own Python.

It runs apart from the tests because the bindings of AT-SPI belong to the system's Python. It imports
nothing of the program.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

MANY = 400
TABLES = {"table", "tree table", "list", "tree", "list box"}
LEAVES = {
    Atspi.Role.TABLE, Atspi.Role.LIST, Atspi.Role.TREE, Atspi.Role.TREE_TABLE, Atspi.Role.LIST_BOX,
    Atspi.Role.LABEL, Atspi.Role.PUSH_BUTTON, Atspi.Role.CHECK_BOX, Atspi.Role.RADIO_BUTTON, Atspi.Role.IMAGE,
    Atspi.Role.COMBO_BOX, Atspi.Role.SCROLL_BAR, Atspi.Role.PAGE_TAB_LIST, Atspi.Role.TEXT,
}  # fmt: skip
STATES = {
    "focused": Atspi.StateType.FOCUSED,
    "checked": Atspi.StateType.CHECKED,
    "enabled": Atspi.StateType.ENABLED,
    "focusable": Atspi.StateType.FOCUSABLE,
    "showing": Atspi.StateType.SHOWING,
    "editable": Atspi.StateType.EDITABLE,
}

kept = {}


def application(pid):
    """The program's root object."""
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        found = desktop.get_child_at_index(place)
        if found is not None and found.get_process_id() == pid:
            return found
    return None


def described(thing, path):
    """What there is to say about one object; it is kept under its path for later questions."""
    kept[path] = thing
    states = thing.get_state_set()
    return {
        "id": path,
        "role": thing.get_role_name(),
        "name": thing.get_name() or "",
        "description": thing.get_description() or "",
        "states": [name for name, state in STATES.items() if states.contains(state)],
    }


def children(thing):
    """What is directly below, asked for in one go.

    Qt's scroll areas end the program when they are asked for a child that has just gone (a scroll bar), so no
    time may pass between counting and asking.
    """
    return [thing.get_child_at_index(place) for place in range(min(thing.get_child_count(), MANY))]


def walk(thing, path, rows, found):
    """All that shows below ``thing``; of a table only the first cells, and those only where wanted."""
    for place, child in enumerate(children(thing)):
        if child is None:
            continue
        about = described(child, f"{path}.{place}")
        if "showing" not in about["states"]:
            continue
        found.append(about)
        if rows or about["role"] not in TABLES:
            walk(child, about["id"], rows, found)


def tree(pid, rows=False):
    """Every object of the program that shows."""
    root = application(pid)
    found = []
    if root is not None:
        root.set_cache_mask(Atspi.Cache.NONE)
        walk(root, str(pid), rows, found)
    return found


def focus(pid):
    """The innermost object that has the keyboard; None where nothing has it."""
    root = application(pid)
    if root is None:
        return None
    root.set_cache_mask(Atspi.Cache.NONE)
    found = []
    seek(root, str(pid), found)
    return described(*found[-1]) if found else None


def seek(thing, path, found):
    """Every object below ``thing`` that has the keyboard."""
    for place, child in enumerate(children(thing)):
        states = child.get_state_set() if child is not None else None
        if states is None or not states.contains(Atspi.StateType.SHOWING):
            continue
        role = child.get_role()
        # The chosen tab of a row of tabs says so of itself wherever the keyboard is.
        if states.contains(Atspi.StateType.FOCUSED) and role != Atspi.Role.PAGE_TAB:
            found.append((child, f"{path}.{place}"))
        if role not in LEAVES:
            seek(child, f"{path}.{place}", found)


def place(id):
    """Where an object is on the screen: x, y, width, height."""
    box = kept[id].get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    return [box.x, box.y, box.width, box.height]


def text(id):
    """What is written in a text field."""
    words = kept[id].get_text_iface()
    return Atspi.Text.get_text(words, 0, Atspi.Text.get_character_count(words))


def write(id, words):
    """Put words into a text field, as an input method does."""
    return Atspi.EditableText.set_text_contents(kept[id].get_editable_text_iface(), words)


def cells(id, rows):
    """The first rows of a table, as its cells name themselves."""
    table = kept[id].get_table_iface()
    columns = table.get_n_columns()
    return [
        [table.get_accessible_at(row, column).get_name() or "" for column in range(columns)]
        for row in range(min(rows, table.get_n_rows()))
    ]


def cell_place(id, row):
    """Where the first cell of a row is on the screen."""
    box = (
        kept[id]
        .get_table_iface()
        .get_accessible_at(row, 0)
        .get_component_iface()
        .get_extents(Atspi.CoordType.SCREEN)
    )
    return [box.x, box.y, box.width, box.height]


def row_count(id):
    """How many rows a table has."""
    return kept[id].get_table_iface().get_n_rows()


def grab(id):
    """Put the keyboard onto an object."""
    return kept[id].get_component_iface().grab_focus()


ANSWERS = {
    each.__name__: each for each in (tree, focus, place, text, write, cells, cell_place, row_count, grab)
}


def main():
    """Answer questions until there are no more."""
    Atspi.init()
    Atspi.set_timeout(4000, 4000)
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = {"answer": ANSWERS[question.pop("ask")](**question)}
        except (gi.repository.GLib.Error, KeyError, AttributeError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
