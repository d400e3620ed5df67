"""A certificate checked by means that the proof does not share.

A certificate claims *moves*: for a name of a ruleset, in which cell its value can lie before an
input has moved and in which after, and by how much a number moves. The checker never trusts a
claim. It goes through the ruleset in the order in which measures are computed and sees that

1. the claims for each input hold every pair of values that the promise speaks of: it cuts the
   declared range itself, and asks for each state as well;
2. whatever pair of values the names that a measure reads can have by their claims, the measure's
   source gives a pair that the claim for the source holds, each step takes a pair that the claim
   before it holds to a pair that the claim after it holds, and so on to the measure's own claim;
3. no claim for a measure of which the promise speaks holds a pair that breaks the promise;
4. each input that the promise moves is moved in one of the arguments of the certificate.

So by induction over the measures: two subjects that differ in one input as the promise says have,
in every measure, a pair of values that its claim holds; and none of these breaks the promise.
A claim may hold more pairs than there are. It must not hold fewer, and that is what is checked.

What is taken as known: that the bodies of the words and the evaluator say what the language means,
that rounding, and a logarithm, never turn the order of numbers, that a cohort's statistics are the
same before and after, and that no number on the way has more than 4,000 digits.
"""
