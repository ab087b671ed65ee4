"""The figures that the README claims, with the peers beside them."""
