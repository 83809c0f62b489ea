"""Pure, one report at a time: what each name may be, and the signature by which copies are found."""
