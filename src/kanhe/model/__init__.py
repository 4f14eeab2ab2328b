"""The nouns of Kanhe: frozen values, standard library only, known to every ring."""
