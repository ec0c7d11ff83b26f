"""One experiment the plain way: score every account with numpy, clip, rank, AUC. Argument: rows and
features; standard input: float64 columns, features then retained, then one weight a feature.
Prints experiments a second of processor time and the AUC of these weights."""

import json
import sys
import time

import numpy as np

rows, features = int(sys.argv[1]), int(sys.argv[2])
data = np.frombuffer(sys.stdin.buffer.read(), dtype=np.float64)
columns = [data[rows * i : rows * (i + 1)] for i in range(features)]
retained = data[rows * features : rows * (features + 1)] == 1
weights = data[rows * (features + 1) :]


def auc(weights):
    score = np.zeros(rows)
    for weight, column in zip(weights, columns):
        score += weight * column
    score = np.clip(score, 0, 100)
    _, group, size = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(size) - (size - 1) / 2)[group]
    good = int(retained.sum())
    return float((rank[retained].sum() - good * (good + 1) / 2) / (good * (rows - good)))


value = auc(weights)
done, begun = 0, time.process_time()
while time.process_time() - begun < 1.5:
    auc(weights + done % 3)
    done += 1
print(json.dumps({"perSecond": done / (time.process_time() - begun), "value": value}))
