"""What a method promises, proved or refuted, and whether two versions of it rate alike.

The theory, in fifteen sentences:

1. A *subject* gives each input a value, or a state in which there is none.
2. An *abstract value* stands for a set of values that the method need not tell apart: an interval
   of numbers, one category, one truth, one label, or one state.
3. A *move* is a pair of abstract values of one name, in two runs of the method: before and after.
4. A move of a number also bounds the difference between the two numbers.
5. A value that does not change is a move too, so one computation serves both for what can be
   reached and for what can happen to it.
6. A *question* gives one input a table of moves, lets all other inputs and the cohort stand still,
   and asks whether some measure can make a move that is a *harm*; its *pairs* are all two subjects
   that are alike but for that input, which makes one of those moves.
7. The *table* of a name is a set of moves; it holds every move that some pair of the question
   makes, and may hold more: it is an over-approximation.
8. A *walk* goes through the measures of a plan, each after those that it reads, and computes the
   table of each from the tables of what it reads.
9. Each source and each step has a *transfer function*, and that is sound: whatever two values lie
   in a move before it, the two values that it makes of them lie in a move after it; the sentence
   that says why begins "lacks nothing, because".
10. A plan has no circles, so by going through its measures in order every table holds every move
    that some pair makes.
11. A *clean* table, which holds no harm, is therefore a proof, for its question alone: no pair does
    the harm; nothing is said of two inputs that move at once, of a cohort that the subject itself
    shifts (`questions.inside`), or of numbers too long to be kept (`domain.lengths`).
12. A table that is not clean proves nothing, because it does not know which values of several names
    occur together.
13. The prover then looks closer: it keeps more moves apart, takes each move of the input by itself,
    or holds names fixed that are read along several ways, in every case that there is.
14. It also rates the subjects that a harmful move suggests; where two of them do the harm, they are
    the counterexample, by the evaluator's own ratings.
15. A method that uses anything without a transfer function has all its promises undecided, by the
    name of that thing; what is no number needs none, for each of its few values is tried.

For two versions of a method, before is the value by the one and after the value by the other, and
a harm is any difference.

The words of this house beside those of the field:

=======================  ========================================================================
here                     in the literature
=======================  ========================================================================
cell                     abstract value
move                     pair of abstract values in two runs (relational, a hyperproperty)
table                    set of moves: an over-approximation of the relation between two runs
walk                     abstract interpretation
transfer function        transfer function, abstract transformer
stretches of a step      piecewise-affine transfer function
merged, widened          join; there is no iteration, so no widening in the strict sense
resolution               how many moves are kept apart before they are joined
case by case             trace partitioning, case splitting
behind, resting on       backward slice, forward slice
origin                   witness of a move: from which moves of the inputs it comes
reading in terms         symbolic execution
shrunk                   shrinking
clean                    the property holds in the abstract, so in the concrete
=======================  ========================================================================

The rooms, from below: `domain` holds what a walk computes with, `walk` the walk, `search` the
subjects that are tried, `solving` the plan as terms of the solver z3, `questions` what is asked of
one method, and `versions` what is asked of two.

The classic source of the theory is P. Cousot and R. Cousot, "Abstract interpretation: a unified
lattice model for static analysis of programs", POPL 1977; of properties of two runs, M. Clarkson
and F. Schneider, "Hyperproperties", Journal of Computer Security, 2010.
"""
