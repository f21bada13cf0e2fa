"""Experiments: many small trainings that answer one question of the lecture; one file, one experiment.

A module has two functions. `run(digits, seed, device, **settings) -> pandas.DataFrame` does what one seed needs and
returns a tidy table; `settings` come from the configuration, and the threads are set already. Where the material is
not MNIST, the table `MATERIAL` in `workflow/rules/experiments.smk` names it, and the argument instead of `digits`.
`summarise(rows) -> Measured` gets the tables of all seeds as one, with the column `seed` added.
"""
