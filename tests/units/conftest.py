import os

# As in the workflow; Keras reads it when it is imported.
os.environ["KERAS_BACKEND"] = "torch"
