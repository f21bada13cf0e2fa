"""ImageNet's classes in the language of the lecture: those that the figures show."""

RUSSIAN = {
    "barbell": "штанга",
    "bobsled": "бобслей",
    "chocolate sauce": "шоколадный соус",
    "coffee mug": "кофейная кружка",
    "consomme": "консоме",
    "cup": "чашка",
    "daisy": "маргаритка",
    "drilling platform": "буровая платформа",
    "Egyptian cat": "египетская кошка",
    "espresso": "эспрессо",
    "football helmet": "футбольный шлем",
    "go-kart": "карт",
    "lynx": "рысь",
    "missile": "ракета",
    "mosque": "мечеть",
    "projectile": "снаряд",
    "punching bag": "боксёрская груша",
    "space shuttle": "космический челнок",
    "tabby": "полосатая кошка",
    "tiger cat": "тигровая кошка",
    "window screen": "оконная сетка",
}


def in_russian(name: str) -> str:
    """The Russian name of a class; the English one of a class that no figure has shown yet."""
    return RUSSIAN.get(str(name), str(name))
