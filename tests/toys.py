"""Small rulesets that several tests plant faults in."""

HEAD = "language: 1\nid: toy/promises\nversion: 1.0.0\nscales: {grade: [good, fair, poor]}\n"
INPUTS = """inputs:
  waits: {better: lower, range: [0, 100]}
  staff: {better: higher, range: [0, 100]}
"""
SCORES = """
levels:
  scores:
    waits_score:
      from: waits
      steps:
        - bands: [{at_most: 10, is: 3}, {at_most: 20, is: 2}, {is: 1}]
    staff_score:
      from: staff
      steps:
        - bands: [{at_least: 50, is: 3}, {at_least: 20, is: 2}, {is: 1}]
"""
RATING = """
  overall:
    score: {mean: [waits_score, staff_score]}
    rating:
      from: score
      steps:
        - bands: [{at_least: 2.5, is: good}, {at_least: 1.5, is: fair}, {is: poor}]
          scale: grade
"""
SOUND = HEAD + INPUTS + SCORES + RATING
