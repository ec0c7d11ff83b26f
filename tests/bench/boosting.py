"""AUC of gradient boosting on given folds: JSON of columns, outcome and folds in, a list of AUCs out."""

import json
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

task = json.load(sys.stdin)
columns = [[np.nan if value is None else value for value in column] for column in task["columns"]]
X = np.array(columns, dtype=float).T
y = np.array(task["outcome"])
aucs = []
for fold in task["folds"]:
    train, test = np.array(fold["train"]), np.array(fold["test"])
    model = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.06, random_state=0)
    model.fit(X[train], y[train])
    aucs.append(float(roc_auc_score(y[test], model.predict_proba(X[test])[:, 1])))
json.dump(aucs, sys.stdout)
