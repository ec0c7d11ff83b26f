"""The plain way to search: per experiment change one to three weights, score every account with numpy,
clip, compute all metrics by ranking and sorting, keep what is better. AUC by scikit-learn where it is
installed. Arguments: rows and features; standard input: float64 columns, features then retained, MRR and
LTV, then one weight a feature. Prints experiments a second of processor time, what computed the AUC, and
the AUC of the first weights."""

import json
import random
import sys
import time

import numpy as np

try:
    from sklearn.metrics import roc_auc_score
except ImportError:
    roc_auc_score = None

SECONDS = 2.0
TIERS = ((85, 101), (70, 85), (50, 70), (30, 50), (0, 30))

rows, features = int(sys.argv[1]), int(sys.argv[2])
data = np.frombuffer(sys.stdin.buffer.read(), dtype=np.float64)
matrix = np.ascontiguousarray(data[: rows * features].reshape(features, rows).T)
retained, mrr, ltv = data[rows * features : rows * (features + 3)].reshape(3, rows)
churned = 1 - retained
weights = data[rows * (features + 3) :].copy()


def auc(event, score):
    if roc_auc_score is not None:
        return float(roc_auc_score(event, score))
    _, group, size = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(size) - (size - 1) / 2)[group]
    good = int(event.sum())
    return float((rank[event == 1].sum() - good * (good + 1) / 2) / (good * (rows - good)))


def capture(score):
    order = np.argsort(-score, kind="stable")
    top = max(1, int(np.ceil(rows / 5)))
    return float(mrr[order[:top]].sum() / mrr.sum())


def separation(score):
    low, high = np.percentile(score, (25, 75))
    return float(ltv[score >= high].mean() / ltv[score <= low].mean())


def tier_tables(score):
    table = []
    for low, high in TIERS:
        inside = (score >= low) & (score < high)
        count = int(inside.sum())
        if count > 0:
            table.append((count, retained[inside].mean(), mrr[inside].sum(), ltv[inside].mean()))
    return table


def evaluate(weights):
    score = np.clip(matrix @ weights, 0, 100)
    return {
        "auc_roc_retain": auc(retained, score),
        "auc_roc_churn": auc(churned, 100 - score),
        "revenue_capture_at_20": capture(score),
        "tier_separation": separation(score),
        "tiers": tier_tables(score),
        "score_mean": float(score.mean()),
        "score_std": float(score.std()),
    }


def changed(weights):
    candidate = weights.copy()
    for feature in random.sample(range(features), random.randint(1, 3)):
        radius = max(1, int(np.ceil(0.3 * max(abs(candidate[feature]), 1))))
        candidate[feature] = min(25, max(-5, candidate[feature] + random.randint(-radius, radius)))
    return candidate


random.seed(1)
first = best = evaluate(weights)["auc_roc_retain"]
done, begun = 0, time.process_time()
while done < 2 or time.process_time() - begun < SECONDS:
    candidate = changed(weights)
    value = evaluate(candidate)["auc_roc_retain"]
    if value > best:
        weights, best = candidate, value
    done += 1
spent = time.process_time() - begun
way = "numpy" if roc_auc_score is None else "numpy and scikit-learn"
print(json.dumps({"perSecond": done / spent, "value": first, "way": way}))
