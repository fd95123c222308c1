"""What is done: functions that change objects and flush; session first, the actor is ``by``, the edge commits."""
