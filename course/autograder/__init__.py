"""The instructor's side: submissions are graded in a sandbox by a judge that learner code cannot reach."""
