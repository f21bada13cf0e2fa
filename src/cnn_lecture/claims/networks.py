"""Claims on the networks side by side."""

from cnn_lecture.claims.checking import Claim

CLAIMS = {
    "mlp_worse_than_a": Claim(
        "При том же числе параметров и том же рецепте перцептрон хуже свёрточной сети A: разность средних долей верных"
        " ответов.",
        lambda n: n["network_a.test_accuracy.mean"] - n["network_mlp.test_accuracy.mean"],
        "network_mlp.seeds",
        ("network_a", "network_mlp"),
    ),
    "logistic_worse_than_mlp": Claim(
        "Логистическая регрессия хуже перцептрона со скрытыми слоями: разность средних долей верных ответов.",
        lambda n: n["network_mlp.test_accuracy.mean"] - n["network_logistic.test_accuracy.mean"],
        "network_logistic.seeds",
        ("network_mlp", "network_logistic"),
    ),
    "modern_accuracy": Claim(
        "Доля верных ответов современной сети с нормализацией и аугментацией, среднее по запускам.",
        lambda n: n["network_modern.test_accuracy.mean"],
        "network_modern.seeds",
        ("network_modern",),
    ),
    "modern_better_than_a": Claim(
        "Современная сеть, у которой параметров не больше 60 000, лучше сети A: разность средних долей верных ответов.",
        lambda n: n["network_modern.test_accuracy.mean"] - n["network_a.test_accuracy.mean"],
        "network_modern.seeds",
        ("network_modern", "network_a"),
    ),
}
