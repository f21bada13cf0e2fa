"""Checks before any job starts: the names in the texts. Reads the rules. Writes nothing."""

from lecture.text.checking import mistakes

if found := list(
    mistakes(
        chapters=[NOTEBOOKS[name] for name in CHAPTERS],
        executions=[(NOTEBOOKS[text], parameters) for text, parameters in EXECUTIONS.values()],
        figures={name: figure.functions for name, figure in FIGURE_MODULES.items()},
        claims=CLAIMS,
        terms=TERMS,
        is_made=lambda file: file in FOLDERS or any(rule.is_producer(file) for rule in workflow.rules),
    )
):
    raise WorkflowError("\n".join(map(str, found)))

# A word that means nothing, or a key that the configuration lacks, is told now, not when the job's turn comes.
try:
    for declaration in [*STUDIES.values(), *FIGURE_MODULES.values()]:
        declarations.inputs(declaration, VOCABULARY)
        declarations.values(declaration, config)
except DeclarationError as mistake:
    raise WorkflowError(str(mistake))
