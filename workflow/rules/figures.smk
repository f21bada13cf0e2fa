"""Figures. Reads results/. Writes figures/<name>.svg, drawn by its module's `draw`, and for some figures/<name>.json by `interactive`."""

from cnn_lecture.figure_modules import figure_modules

# The arguments of a figure's `draw`, file by file; a figure that is not here takes the arrays of results/<name>.npz.
# A file that feeds several figures calls its arrays <figure>.<argument>.
ARGUMENTS = {
    "loss_a": {"history": trained("a", "history.csv")},
    "accuracy": {network: trained(network, "history.csv") for network in ("a", "b")},
    **{
        name: {"arrays": f"results/{measurement}.npz"}
        for measurement, names in {
            "photograph": ["photo_transforms", "photo_channels", "neighbour_correlation", "classic_filters"],
            "convolution": [
                "nonlinearities",
                "worked_convolution",
                "multichannel",
                "border_effect",
                "padding",
                "stride",
                "dilation",
                "convolution_speed",
            ],
            "equivariance": ["equivariance", "equivariance_end"],
            "class_activation": ["class_activation", "photo_activation"],
            "filters": ["filters_first", "filters_second"],
            "layer_information": ["activations_a", "zeros", "reconstruction"],
            "excited_channels": ["excited_channels", "readable_features"],
            "excited_digits": ["excited_neurons", "excited_classes"],
            "adversarial": ["adversarial_digits", "adversarial_accuracy"],
        }.items()
        for name in names
    },
    "replaced_classifier": {},
    "fine_tuning": {},
}


rule figure:
    """Draw a figure."""
    input:
        unpack(lambda wildcards: ARGUMENTS.get(wildcards.name, {"arrays": f"results/{wildcards.name}.npz"})),
    output:
        "figures/{name}.svg",
    log:
        "results/logs/figure_{name}.log",
    wildcard_constraints:
        name="|".join(figure_modules()),
    params:
        draw=lambda wildcards: f"{figure_modules()[wildcards.name]}:draw",
        code=lambda wildcards: code("figure.py", f"{figure_modules()[wildcards.name]}:draw"),
    script:
        "../scripts/figure.py"


use rule figure as interactive with:
    output:
        "figures/{name}.json",
    log:
        "results/logs/interactive_{name}.log",
    params:
        draw=lambda wildcards: f"{figure_modules()[wildcards.name]}:interactive",
        code=lambda wildcards: code("figure.py", f"{figure_modules()[wildcards.name]}:interactive"),
