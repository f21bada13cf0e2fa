"""An engine for lectures that build themselves: it knows no subject and no language by heart."""
