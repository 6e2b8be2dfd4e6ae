"""Lists of words as the command takes them: a sequence, or one string with commas."""


def words(given, of):
    """A tuple of str."""
    if given is None:
        return ()
    if isinstance(given, str):
        given = given.split(",")
    elif isinstance(given, (bytes, bytearray)):
        raise TypeError(f"{of} must be str or a sequence of str, not {type(given).__name__}")
    result = tuple(given)
    for word in result:
        if not isinstance(word, str):
            raise TypeError(f"{of} must be str or a sequence of str, not of {type(word).__name__}")
        if not word:
            raise ValueError(f"an empty word in {of}")
    return result
