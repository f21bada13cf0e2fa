"""A lecture on convolutional neural networks that builds itself."""
