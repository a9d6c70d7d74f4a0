REDIS_AUTH=$(
    # shellcheck disable=SC2016 # $ starts a length in the Redis protocol
    {
        printf '*2\r\n$4\r\nAUTH\r\n'
        printf '$%s\r\n%s\r\n' "${#value}" "$value"
    } | od -An -v -tx1 | tr -d ' \n'
)
unset value
