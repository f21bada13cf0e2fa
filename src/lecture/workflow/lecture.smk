"""All stages of a lecture, in their order."""


include: "setting.smk"
include: "studies.smk"
include: "figures.smk"
include: "notebooks.smk"
include: "publication.smk"
include: "checks.smk"
include: "announcements.smk"
